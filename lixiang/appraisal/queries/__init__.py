"""The reads of appraisal."""
