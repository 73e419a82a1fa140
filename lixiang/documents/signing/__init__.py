"""Electronic signatures on PDF files: who may sign by which certificate, signing, and checking what was signed."""
