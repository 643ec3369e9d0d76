//! Pixels become a subject: where the product is, and what is background.
