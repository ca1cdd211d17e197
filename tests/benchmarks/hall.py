NAME="hall"
TITLE=""
def measure():
    return []
