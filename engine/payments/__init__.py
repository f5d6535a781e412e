"""Money between the window and a payment gateway: pages to pay at, notices, statements, refunds.

A gateway is an adapter behind `PaymentGateway`; what it says is applied by `engine.commands`, never here.
"""
