// What is under attack, as far as the suite has to know it: an address, credentials, and a way to see what really ran.
export interface HostileSite {
  readonly port: number
  /** The `Host` under which it answers. */
  readonly host: string
  /** Whole values of `Authorization`. `elsewhere` may ask and decide, in another loop only. */
  readonly credentials: { readonly requester: string; readonly reviewer: string; readonly elsewhere: string }
  /** Whether it serves `POST /deploy`, guarded, that runs by writing its mark. */
  readonly guarded: boolean
  /** Whether Holdpoint's own server listens, which sends away whoever is slow with a head; elsewhere the host decides. */
  readonly limitsHeads: boolean
  /** The path of the callback that HITL.sh would post to about this approval. */
  callbackPath(approvalId: string): string
  /** The marks of everything that ran, as `markOf` makes them, in the order in which they were appended to the file. */
  ran(): Promise<readonly string[]>
  /** Must be in no answer. */
  readonly secrets: readonly string[]
  /** What it logged; searched for the secrets. */
  logged(): string
  close(): Promise<void>
}

export type OpenSite = () => Promise<HostileSite>
