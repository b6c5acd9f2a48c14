// The mark that an action leaves in the sentinel file when it runs.
import { canonicalJson, sha256Of, type Json } from '@holdpoint/core'

/** Of where it went and what it carried; made anew by whoever asked and by what ran, not by the gate between them. */
export const markOf = (to: string, content: Json): string => sha256Of(canonicalJson([to, content]))
