"""Min konto on screen: what one person sees and does with the account that is theirs."""
