// A thing that runs in an account, found by describing it or by its tags.

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json }

export interface Resource {
  organisation: string
  accountId: string
  region: string
  arn: string
  /** `<service>:<type>` as the tagging API writes it, for example `ec2:instance`. */
  type: string
  name: string
  tags: Record<string, string>
  /** Facts that become tags of the resource's metrics, for example `{ 'instance-type': 'm7g.large' }`. */
  labels: Record<string, string>
  /** The description as AWS gave it, for people to read. */
  attributes: Record<string, Json>
  /** What it stands in, hangs on or uses, as far as its own description says. */
  relations?: readonly Relation[]
}

/** `in` its network or cluster, `attached to` an instance, `uses` a key, `part of` a group. */
export const relationKinds = ['in', 'attached to', 'uses', 'part of'] as const

/** From a resource to another. */
export interface Relation {
  kind: (typeof relationKinds)[number]
  /** ARN of the other, whether it is known or not. */
  to: string
}

/** A CloudWatch alarm's present state. */
export interface Alarm {
  organisation: string
  accountId: string
  region: string
  arn: string
  name: string
  state: 'OK' | 'ALARM' | 'INSUFFICIENT_DATA'
  reason: string
  /** Epoch ms of the last change. */
  since: number
  namespace: string | null
  metric: string | null
  dimensions: Record<string, string>
}
