// The seven kinds of question that HITL.sh can put, each with its configuration and the default it wants. Sources:
// [DOCS-A] its documentation of 2025-09 with openapi.json, [DOCS-B] the 2026 revisions.
import type { Json } from '../domain/json.ts'

export const hitlShResponseTypes = [
  'text',
  'single_select',
  'multi_select',
  'rating',
  'number',
  'boolean',
  'editable_text',
] as const
export type HitlShResponseType = (typeof hitlShResponseTypes)[number]

/** Given as an object with its own value: the API makes up values for options that are plain strings [DOCS-B]. */
export interface HitlShOption {
  /** ≤ 100 characters. */
  readonly value: string
  /** ≤ 200 characters. */
  readonly label: string
  readonly description?: string
  readonly color?: string
}

interface Required {
  readonly required?: boolean
}

export interface HitlShTextConfig extends Required {
  readonly placeholder?: string
  readonly min_length?: number
  /** 1–5,000; one page requires it [DOCS-A], another has 1,000 for a default [DOCS-B]. */
  readonly max_length?: number
  readonly guidelines?: string
}

export interface HitlShSelectConfig extends Required {
  /** 1–20, with distinct values. */
  readonly options: readonly HitlShOption[]
  readonly allow_other?: boolean
  readonly randomize_order?: boolean
}

export interface HitlShMultiSelectConfig extends HitlShSelectConfig {
  readonly min_selections?: number
  readonly max_selections?: number
}

export interface HitlShRatingConfig extends Required {
  /** Default 1. */
  readonly scale_min?: number
  readonly scale_max: number
  /** Default 1; 0.5 is allowed. */
  readonly scale_step?: number
  readonly labels?: Readonly<Record<string, string>>
}

export interface HitlShNumberConfig extends Required {
  readonly min_value?: number
  readonly max_value: number
  /** 0–10. */
  readonly decimal_places?: number
  readonly prefix?: string
  readonly suffix?: string
  readonly placeholder?: string
  readonly allow_negative?: boolean
}

export interface HitlShBooleanConfig extends Required {
  readonly true_label?: string
  readonly false_label?: string
  readonly true_color?: string
  readonly false_color?: string
}

export interface HitlShEditableTextConfig extends Required {
  readonly draft_text: string
  /** 1–5,000. */
  readonly max_length: number
  readonly placeholder?: string
  readonly min_length?: number
}

interface Asks<Type extends HitlShResponseType, Config, Default extends Json> {
  readonly response_type: Type
  readonly response_config: Config
  /** What the service reports when nobody answers in time. It is nobody's answer. */
  readonly default_response: Default
}

export type HitlShQuestion =
  | Asks<'text', HitlShTextConfig, string>
  | Asks<'single_select', HitlShSelectConfig, string>
  | Asks<'multi_select', HitlShMultiSelectConfig, readonly string[] | string>
  | Asks<'rating', HitlShRatingConfig, number>
  | Asks<'number', HitlShNumberConfig, number>
  | Asks<'boolean', HitlShBooleanConfig, boolean>
  | Asks<'editable_text', HitlShEditableTextConfig, string>
