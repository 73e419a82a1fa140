"""排名: scores from frozen sheets, places, grades, how firm they are, and the score certificate."""
