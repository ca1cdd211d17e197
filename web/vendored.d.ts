/** Libraries of others, under web/static/vendor: their own code is not for us to check. */
declare module 'socket.io-client' { export const io: any }
declare module 'idb' { export const openDB: any, deleteDB: any }
declare module 'sortablejs' { const Sortable: any; export default Sortable }
