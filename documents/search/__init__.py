"""Full-text search over the paragraphs of papers: one interface, two databases.

`index` puts paragraphs in, takes them out and finds them; `query` reads what somebody typed;
`hits` shows where in a paragraph, and where on its pages, the words stand.
"""
