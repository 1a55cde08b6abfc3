// The grammar of metric queries, as text. What it means is in parse.ts.
import { grammar } from 'ohm-js'

/**
 * Rules in capitals skip white space. A rule's description in brackets is what an error says was expected. A word alone is a
 * query's name in a formula (`100 * a / b`), or a function's parameter (`max`).
 */
export const queryGrammar = grammar(String.raw`
  HeyCloudQuery {
    Queries  = NonemptyListOf<Sum, ",">
    Formula  = Sum

    Sum      = Sum "+" Product    -- plus
             | Sum "-" Product    -- minus
             | Product
    Product  = Product "*" Sign   -- times
             | Product "/" Sign   -- over
             | Sign
    Sign     = "-" Sign           -- minus
             | Primary
    Primary  = "(" Sum ")"        -- group
             | Metric
             | Call
             | number
             | word
    Call     = word "(" ListOf<Argument, ","> ")"
    Argument = Sum | string

    Metric   = metric "{" Scope "}" By? Modifier*
    By       = by "{" NonemptyListOf<tagKey, ","> "}"
    Modifier = "." word "(" ListOf<Argument, ","> ")"

    Scope    = Or
    Or       = Or or And          -- or
             | And
    And      = And Both Not       -- and
             | Not
    Both     = "," | and
    Not      = Negation Not       -- not
             | "(" Or ")"         -- group
             | In
             | variable
             | everything
             | tag
             | bareTag
    Negation = "!" | not
    In       = inKey not? in "(" NonemptyListOf<Value, ","> ")"
    Value    = variable | tagValue

    metric (a metric) = (aggregator ":")? metricName
    aggregator = alnum+
    metricName = digit* (letter | "_") nameChar*
    nameChar   = alnum | "_" | "." | "-"

    tag (a tag such as env:prod) = key ":" tagChar+
    tagKey (a tag key)           = tagChar+
    tagValue (a tag value)       = tagChar+
    key        = (~":" tagChar)+
    inKey (a tag key) = "aws:" key ":" key  -- aws
                      | key
    bareTag (a tag)   = key
    tagChar    = ~("," | "{" | "}" | "(" | ")" | "!" | "\"" | "'" | space) any
    everything (*) = "*" ~tagChar
    variable (a template variable) = "$" tagChar*

    by  (by)  = caseInsensitive<"by"> ~nameChar
    and (AND) = caseInsensitive<"and"> ~tagChar
    or  (OR)  = caseInsensitive<"or"> ~tagChar
    not (NOT) = caseInsensitive<"not"> ~tagChar
    in  (IN)  = caseInsensitive<"in"> ~tagChar

    number (a number) = digit+ ("." digit+)? (caseInsensitive<"e"> "-"? digit+)?
    word (a name)     = (letter | "_") (alnum | "_")*
    string (a quoted word) = "'" (~"'" any)* "'" | "\"" (~"\"" any)* "\""
  }
`)
