"""Door 1: Flask. One Blueprint a file, thin routes: form → one call into outreach → redirect or page."""
