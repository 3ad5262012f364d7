import { createContext, useContext } from "react";

/** Who is signed in, as far as the messages of this folder need it. */
export interface Who {
  user: string;
  domain: string;
}

export const WhoContext = createContext<Who>({ user: "", domain: "" });

export function useWho(): Who {
  return useContext(WhoContext);
}
