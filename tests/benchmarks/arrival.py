NAME="arrival"
TITLE=""
def measure():
    return []
