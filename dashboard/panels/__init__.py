"""What stands below a page's stage, a function for each tab; one file a page."""
