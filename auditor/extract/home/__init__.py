"""What a home page shows in its metadata and in the blocks of its layout."""
