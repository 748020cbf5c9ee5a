"""Branches: what stands beside a question or an answer, what followed it, and the map of them all.

A question that was edited, and an answer that was asked for again, stay beside the new one. The arrows at a question turn
through its wordings, the arrows in a receipt through the answers to the wording shown.
"""
