NAME="paragraphs"
TITLE=""
def measure():
    return []
