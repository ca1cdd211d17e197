"""The agenda by the API: items put on, changed, moved, taken off."""

from web.door import Api

api = Api("agenda")

api.carries_out("POST", "/meetings/<int:meeting>/items", "item.create", "Item", "NewItem", 201)
api.carries_out("PATCH", "/items/<int:item>", "item.change", "Item", "ChangedItem")
api.carries_out("PUT", "/items/<int:item>/place", "item.move", "Places", "NewItemPlace")
api.carries_out("DELETE", "/items/<int:item>", "item.remove", "Removed")
