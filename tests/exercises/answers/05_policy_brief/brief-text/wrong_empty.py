# says: 0 words
brief = ""
