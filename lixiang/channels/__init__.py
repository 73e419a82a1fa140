"""The only way out of the house: a letter to one person by e-mail, group robot or SMS gateway; knows no stage."""
