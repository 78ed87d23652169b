"""An HTML document as facts: links, forms, tables, landmarks, names, and where each stands in the source."""
