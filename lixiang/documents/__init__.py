"""Official documents: blocks, writers for PDF and Word, checker, number register, receipt by the addressee."""
