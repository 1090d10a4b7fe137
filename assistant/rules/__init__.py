"""What we believe. Pure decisions: values in, values out, told the time. No Flask, no SQLAlchemy, no clock."""
