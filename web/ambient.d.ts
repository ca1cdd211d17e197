/** What the screens stand on and no file of ours says. Libraries of others, under web/static/vendor, are not for us to check. */
declare module 'socket.io-client' { export const io: any }
declare module 'idb' { export const openDB: any, deleteDB: any }
declare module 'sortablejs' { const Sortable: any; export default Sortable }

/** What browsers have and the standard library of types has not: https://wicg.github.io/netinfo/ */
interface Navigator { readonly connection?: { readonly saveData?: boolean, readonly effectiveType?: string } }
