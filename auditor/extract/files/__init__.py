"""Downloads: PDF, Office and OpenDocument files, archives and Freego reports."""
