NAME="pages"
TITLE=""
def measure():
    return []
