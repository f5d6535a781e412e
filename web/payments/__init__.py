"""Pages of money: an order to pay, the gateway's notices, and the treasury's desk."""
