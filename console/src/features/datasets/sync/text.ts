import { textHook } from "@/i18n";

import { en } from "./strings.en";
import { zh } from "./strings.zh";

export const useSyncText = textHook(en, zh);
