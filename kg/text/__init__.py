"""The text wing: bytes to articles, their furniture, paragraphs and sentences."""
