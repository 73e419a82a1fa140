"""The pure rules of a ranking: kinds of setting, scores with workings, places, grades, advice, the certificate."""
