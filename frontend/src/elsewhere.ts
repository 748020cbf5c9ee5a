import { type Island, names } from "./lib/islands"

/** The studio's and the desk's register: a page of the parlour need not know the names of all that lives there. */
export const islands = names(import.meta.glob<Island>("./islands/{studio,desk}/*.ts"))
