"""Lists from elsewhere: read a file line by line, count what it would do, and only then store it. Drafts nothing, sends nothing."""
