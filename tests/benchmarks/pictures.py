NAME="pictures"
TITLE=""
def measure():
    return []
