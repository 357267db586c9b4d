"""What is printed in a document: cells with places, and the forms made of them."""
