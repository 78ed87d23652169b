"""Which classes a page may belong to: learned from official documents, silent where it is not sure."""
