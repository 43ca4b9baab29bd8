# What breaks the shapes of control: each update turns valid/control.ttl into a graph that breaks the shape above it.

PREFIX agreement: <https://w3id.org/monazite/id/agreement/>
PREFIX modality: <https://w3id.org/monazite/concept/modality/>
PREFIX mz: <https://w3id.org/monazite/ontology#>
PREFIX organization: <https://w3id.org/monazite/id/org/>
PREFIX place: <https://w3id.org/monazite/id/place/>
PREFIX quantity: <https://w3id.org/monazite/id/quantity/>
PREFIX share-disclosure: <https://w3id.org/monazite/concept/share-disclosure/>
PREFIX stake: <https://w3id.org/monazite/id/stake/>
PREFIX unit: <http://qudt.org/vocab/unit/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

#+ mzsh:EquityStake-type in
INSERT DATA { stake:maker a mz:Agreement }

#+ mzsh:EquityStake-holder class
DELETE { stake:maker mz:holder ?was } INSERT { stake:maker mz:holder place:land } WHERE { stake:maker mz:holder ?was }

#+ mzsh:EquityStake-holder minCount
DELETE WHERE { stake:maker mz:holder ?gone }

#+ mzsh:EquityStake-holder maxCount
INSERT DATA { stake:maker mz:holder organization:bank }

#+ mzsh:EquityStake-holder disjoint
DELETE { stake:small mz:holder ?was } INSERT { stake:small mz:holder organization:maker } WHERE { stake:small mz:holder ?was }

#+ mzsh:EquityStake-held minCount
DELETE WHERE { stake:maker mz:held ?gone }

#+ mzsh:EquityStake-held maxCount
INSERT DATA { stake:maker mz:held organization:refiner }

#+ mzsh:EquityStake-held or
DELETE { stake:maker mz:held ?was } INSERT { stake:maker mz:held place:land } WHERE { stake:maker mz:held ?was }

#+ mzsh:EquityStake-share class
DELETE { stake:maker mz:share ?was } INSERT { stake:maker mz:share place:land } WHERE { stake:maker mz:share ?was }

#+ mzsh:EquityStake-share maxCount
INSERT DATA { stake:maker mz:share quantity:ten }

#+ mzsh:EquityStake-share-given minCount
DELETE { stake:maker mz:share ?a ; mz:shareDisclosure ?b } WHERE { stake:maker mz:share ?a ; mz:shareDisclosure ?b }

#+ mzsh:EquityStake-share-unit in
DELETE { quantity:sixty mz:unit ?was } INSERT { quantity:sixty mz:unit unit:NUM } WHERE { quantity:sixty mz:unit ?was }

#+ mzsh:EquityStake-share-range minInclusive
DELETE { quantity:bound mz:minimum ?was } INSERT { quantity:bound mz:minimum "-1"^^xsd:decimal } WHERE { quantity:bound mz:minimum ?was }

#+ mzsh:EquityStake-share-range maxInclusive
DELETE { quantity:bound mz:maximum ?was } INSERT { quantity:bound mz:maximum "120"^^xsd:decimal } WHERE { quantity:bound mz:maximum ?was }

#+ mzsh:EquityStake-interestType node
DELETE { stake:maker mz:interestType ?was } INSERT { stake:maker mz:interestType modality:stated } WHERE { stake:maker mz:interestType ?was }

#+ mzsh:EquityStake-shareDisclosure node
DELETE { stake:maker mz:shareDisclosure ?was } INSERT { stake:maker mz:shareDisclosure modality:stated } WHERE { stake:maker mz:shareDisclosure ?was }

#+ mzsh:EquityStake-shareDisclosure maxCount
INSERT DATA { stake:maker mz:shareDisclosure share-disclosure:unknown }

#+ mzsh:EquityStake-asOf or
DELETE { stake:maker mz:asOf ?was } INSERT { stake:maker mz:asOf "in the spring" } WHERE { stake:maker mz:asOf ?was }

#+ mzsh:EquityStake-asOf maxCount
INSERT DATA { stake:maker mz:asOf "2019"^^xsd:gYear }

#+ mzsh:EquityStake-validFrom or
DELETE { stake:former mz:validFrom ?was } INSERT { stake:former mz:validFrom "in the spring" } WHERE { stake:former mz:validFrom ?was }

#+ mzsh:EquityStake-validFrom maxCount
INSERT DATA { stake:former mz:validFrom "2014"^^xsd:gYear }

#+ mzsh:EquityStake-validUntil or
DELETE { stake:former mz:validUntil ?was } INSERT { stake:former mz:validUntil "in the spring" } WHERE { stake:former mz:validUntil ?was }

#+ mzsh:EquityStake-validUntil maxCount
INSERT DATA { stake:former mz:validUntil "2021"^^xsd:gYear }

#+ mzsh:EquityStake-validUntil-order sparql
DELETE { stake:former mz:validUntil ?was } INSERT { stake:former mz:validUntil "2015-02"^^xsd:gYearMonth } WHERE { stake:former mz:validUntil ?was }

#+ mzsh:Held-total sparql
DELETE { quantity:ten mz:value ?was } INSERT { quantity:ten mz:value "50"^^xsd:decimal } WHERE { quantity:ten mz:value ?was }

#+ mzsh:Held-total sparql
DELETE { quantity:open mz:value ?was } INSERT { quantity:open mz:value "95"^^xsd:decimal } WHERE { quantity:open mz:value ?was }

#+ mzsh:Held-total sparql
DELETE WHERE { stake:mine-former mz:validUntil ?end }

#+ mzsh:EquityStake-subjects or
INSERT DATA { agreement:memo mz:holder organization:bank }

#+ mzsh:Valid-subjects or
INSERT DATA { organization:maker mz:validFrom "2020"^^xsd:gYear }
