// Loops, their members and API keys as they go over the wire to HITL.sh and back [DOCS-A].

/** A named queue with its reviewers. */
export interface HitlShLoop {
  readonly id: string
  readonly name: string
  readonly description?: string | undefined
  readonly icon?: string | undefined
}

/** The body of `POST /api/loops` [DOCS-A]. */
export interface CreateHitlShLoop {
  /** 1–100 characters. */
  readonly name: string
  /** 1–100 characters; the documents name no list of allowed ones. */
  readonly icon: string
  /** ≤ 500 characters. */
  readonly description?: string
}

/** The body of `PUT /api/loops/{id}` [DOCS-A]: at least one of them. */
export type UpdateHitlShLoop = Partial<CreateHitlShLoop>

/** A new loop, with the ways in which people join it: until somebody has, it takes no requests. */
export interface CreatedHitlShLoop extends HitlShLoop {
  readonly invite_code?: string | undefined
  readonly join_url?: string | undefined
  readonly qr_code_url?: string | undefined
}

export interface DeletedHitlShLoop {
  readonly loop_id: string
}

export interface HitlShMember {
  readonly user_id: string
  readonly email?: string | undefined
  /** `pending` or `active`. */
  readonly status?: string | undefined
  /** `admin` or `member`. */
  readonly role?: string | undefined
}

export interface RemovedHitlShMember {
  readonly loop_id: string
  readonly user_id: string
}

/** Who an API key belongs to [DOCS-A test]. */
export interface HitlShKey {
  readonly api_key_id: string
  /** `active` or `suspended`. */
  readonly account_status: string
  readonly permissions?: readonly string[] | undefined
}
