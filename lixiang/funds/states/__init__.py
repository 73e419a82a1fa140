"""The lives of what moves money: payment orders and spendings."""
