"""The pure rules of appraisal: kinds of setting, conflicts of interest, points, the record counted, assignment."""
