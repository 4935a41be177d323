# says: A text in quotation marks
brief = ["Recommendation", "Grounds"]
