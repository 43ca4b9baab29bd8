# What breaks the shapes of money: each update turns valid/money.ttl into a graph that breaks the shape above it.

PREFIX amount: <https://w3id.org/monazite/id/amount/>
PREFIX facility: <https://w3id.org/monazite/id/facility/>
PREFIX investment: <https://w3id.org/monazite/id/investment/>
PREFIX mz: <https://w3id.org/monazite/ontology#>
PREFIX organization: <https://w3id.org/monazite/id/org/>
PREFIX place: <https://w3id.org/monazite/id/place/>
PREFIX quantity: <https://w3id.org/monazite/id/quantity/>
PREFIX unit: <http://qudt.org/vocab/unit/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

#+ mzsh:Investment-type in
INSERT DATA { investment:works a mz:Agreement }

#+ mzsh:Investment-investor class
DELETE { investment:works mz:investor ?was } INSERT { investment:works mz:investor place:land } WHERE { investment:works mz:investor ?was }

#+ mzsh:Investment-investor disjoint
INSERT { investment:works mz:investee ?one } WHERE { investment:works mz:investor ?one }

#+ mzsh:Investment-investee class
DELETE { investment:works mz:investee ?was } INSERT { investment:works mz:investee place:land } WHERE { investment:works mz:investee ?was }

#+ mzsh:Investment-funds or
DELETE { investment:works mz:funds ?was } INSERT { investment:works mz:funds organization:maker } WHERE { investment:works mz:funds ?was }

#+ mzsh:Investment-use minCount
DELETE { investment:works mz:funds ?a ; mz:investee ?b } WHERE { investment:works mz:funds ?a ; mz:investee ?b }

#+ mzsh:Investment-amount class
DELETE { investment:works mz:amount ?was } INSERT { investment:works mz:amount quantity:tonnes } WHERE { investment:works mz:amount ?was }

#+ mzsh:Investment-amount maxCount
INSERT DATA { investment:works mz:amount amount:other }

#+ mzsh:Investment-announcedOn or
DELETE { investment:works mz:announcedOn ?was } INSERT { investment:works mz:announcedOn "in the spring" } WHERE { investment:works mz:announcedOn ?was }

#+ mzsh:Quantity-type in
INSERT DATA { quantity:range a mz:Observation }

#+ mzsh:Quantity-number minCount
DELETE WHERE { quantity:tonnes mz:value ?gone }

#+ mzsh:Quantity-value datatype
DELETE { quantity:tonnes mz:value ?was } INSERT { quantity:tonnes mz:value "3,000" } WHERE { quantity:tonnes mz:value ?was }

#+ mzsh:Quantity-value maxCount
INSERT DATA { quantity:tonnes mz:value "5"^^xsd:decimal }

#+ mzsh:Quantity-minimum datatype
DELETE { quantity:range mz:minimum ?was } INSERT { quantity:range mz:minimum "3,000" } WHERE { quantity:range mz:minimum ?was }

#+ mzsh:Quantity-minimum maxCount
INSERT DATA { quantity:range mz:minimum "4"^^xsd:decimal }

#+ mzsh:Quantity-maximum datatype
DELETE { quantity:range mz:maximum ?was } INSERT { quantity:range mz:maximum "3,000" } WHERE { quantity:range mz:maximum ?was }

#+ mzsh:Quantity-maximum maxCount
INSERT DATA { quantity:range mz:maximum "31"^^xsd:decimal }

#+ mzsh:Quantity-exclusiveMinimum datatype
DELETE { quantity:open-range mz:exclusiveMinimum ?was } INSERT { quantity:open-range mz:exclusiveMinimum "3,000" } WHERE { quantity:open-range mz:exclusiveMinimum ?was }

#+ mzsh:Quantity-exclusiveMinimum maxCount
INSERT DATA { quantity:open-range mz:exclusiveMinimum "4"^^xsd:decimal }

#+ mzsh:Quantity-exclusiveMaximum datatype
DELETE { quantity:open-range mz:exclusiveMaximum ?was } INSERT { quantity:open-range mz:exclusiveMaximum "3,000" } WHERE { quantity:open-range mz:exclusiveMaximum ?was }

#+ mzsh:Quantity-exclusiveMaximum maxCount
INSERT DATA { quantity:open-range mz:exclusiveMaximum "31"^^xsd:decimal }

#+ mzsh:Quantity-minimum-value lessThanOrEquals
DELETE { quantity:range mz:value ?was } INSERT { quantity:range mz:value "5"^^xsd:decimal } WHERE { quantity:range mz:value ?was }

#+ mzsh:Quantity-value-maximum lessThanOrEquals
DELETE { quantity:range mz:value ?was } INSERT { quantity:range mz:value "50"^^xsd:decimal } WHERE { quantity:range mz:value ?was }

#+ mzsh:Quantity-minimum-maximum lessThanOrEquals
DELETE { quantity:bounds mz:maximum ?was } INSERT { quantity:bounds mz:maximum "5"^^xsd:decimal } WHERE { quantity:bounds mz:maximum ?was }

#+ mzsh:Quantity-exclusiveMinimum-value lessThan
DELETE { quantity:open-range mz:value ?was } INSERT { quantity:open-range mz:value "10"^^xsd:decimal } WHERE { quantity:open-range mz:value ?was }

#+ mzsh:Quantity-value-exclusiveMaximum lessThan
DELETE { quantity:open-range mz:value ?was } INSERT { quantity:open-range mz:value "30"^^xsd:decimal } WHERE { quantity:open-range mz:value ?was }

#+ mzsh:Quantity-exclusiveMinimum-exclusiveMaximum lessThan
DELETE { quantity:open-bounds mz:exclusiveMaximum ?was } INSERT { quantity:open-bounds mz:exclusiveMaximum "10"^^xsd:decimal } WHERE { quantity:open-bounds mz:exclusiveMaximum ?was }

#+ mzsh:Quantity-minimum-exclusiveMaximum lessThan
DELETE { quantity:half-open mz:exclusiveMaximum ?was } INSERT { quantity:half-open mz:exclusiveMaximum "10"^^xsd:decimal } WHERE { quantity:half-open mz:exclusiveMaximum ?was }

#+ mzsh:Quantity-exclusiveMinimum-maximum lessThan
DELETE { quantity:half-closed mz:maximum ?was } INSERT { quantity:half-closed mz:maximum "10"^^xsd:decimal } WHERE { quantity:half-closed mz:maximum ?was }

#+ mzsh:Quantity-lower-bound maxCount
INSERT DATA { quantity:bounds mz:exclusiveMinimum "5"^^xsd:decimal }

#+ mzsh:Quantity-upper-bound maxCount
INSERT DATA { quantity:bounds mz:exclusiveMaximum "50"^^xsd:decimal }

#+ mzsh:Quantity-unit maxCount
INSERT DATA { quantity:tonnes mz:unit unit:KiloGM }

#+ mzsh:Quantity-unit pattern
DELETE { quantity:tonnes mz:unit ?was } INSERT { quantity:tonnes mz:unit "t" } WHERE { quantity:tonnes mz:unit ?was }

#+ mzsh:Quantity-unit-tonne not
DELETE { quantity:tonnes mz:unit ?was } INSERT { quantity:tonnes mz:unit unit:TON_Metric } WHERE { quantity:tonnes mz:unit ?was }

#+ mzsh:Quantity-measured-in minCount
DELETE WHERE { quantity:tonnes mz:unit ?gone }

#+ mzsh:MonetaryAmount-currency minCount
DELETE WHERE { amount:other mz:currency ?gone } ;
INSERT DATA { amount:other mz:unit unit:NUM }

#+ mzsh:MonetaryAmount-currency maxCount
INSERT DATA { amount:other mz:currency "USD" }

#+ mzsh:MonetaryAmount-currency pattern
DELETE { amount:works mz:currency ?was } INSERT { amount:works mz:currency "RMB 120" } WHERE { amount:works mz:currency ?was }

#+ mzsh:MonetaryAmount-statedEquivalent class
DELETE { amount:works mz:statedEquivalent ?was } INSERT { amount:works mz:statedEquivalent quantity:tonnes } WHERE { amount:works mz:statedEquivalent ?was }

#+ mzsh:MonetaryAmount-statedEquivalent-currency disjoint
DELETE { amount:works-usd mz:currency ?was } INSERT { amount:works-usd mz:currency "CNY" } WHERE { amount:works-usd mz:currency ?was }

#+ mzsh:Investment-subjects or
INSERT DATA { organization:maker mz:funds facility:works }

#+ mzsh:Quantity-subjects or
INSERT DATA { facility:works mz:value "3000"^^xsd:decimal }

#+ mzsh:MonetaryAmount-subjects or
INSERT DATA { quantity:tonnes mz:currency "CNY" }

#+ mzsh:Amount-subjects or
INSERT DATA { facility:works mz:amount amount:works }
