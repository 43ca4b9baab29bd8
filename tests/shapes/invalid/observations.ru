# What breaks the shapes of observations: each update turns valid/observations.ttl into a graph that breaks the shape above it.

PREFIX capacity-kind: <https://w3id.org/monazite/concept/capacity-kind/>
PREFIX element: <https://w3id.org/monazite/concept/element/>
PREFIX facility: <https://w3id.org/monazite/id/facility/>
PREFIX measure: <https://w3id.org/monazite/concept/measure/>
PREFIX modality: <https://w3id.org/monazite/concept/modality/>
PREFIX mz: <https://w3id.org/monazite/ontology#>
PREFIX observation: <https://w3id.org/monazite/id/observation/>
PREFIX organization: <https://w3id.org/monazite/id/org/>
PREFIX place: <https://w3id.org/monazite/id/place/>
PREFIX product: <https://w3id.org/monazite/concept/product/>
PREFIX quantity: <https://w3id.org/monazite/id/quantity/>
PREFIX quantity-basis: <https://w3id.org/monazite/concept/quantity-basis/>
PREFIX trade-flow: <https://w3id.org/monazite/concept/trade-flow/>
PREFIX unit: <http://qudt.org/vocab/unit/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

#+ mzsh:Observation-type in
INSERT DATA { observation:capacity a mz:Assessment }

#+ mzsh:Observation-featureOfInterest minCount
DELETE WHERE { observation:plain mz:featureOfInterest ?gone }

#+ mzsh:Observation-featureOfInterest maxCount
INSERT DATA { observation:plain mz:featureOfInterest place:land }

#+ mzsh:Observation-featureOfInterest nodeKind
DELETE { observation:plain mz:featureOfInterest ?was } INSERT { observation:plain mz:featureOfInterest "the zone" } WHERE { observation:plain mz:featureOfInterest ?was }

#+ mzsh:Observation-measure minCount
DELETE WHERE { observation:capacity mz:measure ?gone }

#+ mzsh:Observation-measure maxCount
INSERT DATA { observation:capacity mz:measure measure:production }

#+ mzsh:Observation-measure node
DELETE { observation:capacity mz:measure ?was } INSERT { observation:capacity mz:measure modality:stated } WHERE { observation:capacity mz:measure ?was }

#+ mzsh:Observation-result minCount
DELETE WHERE { observation:plain mz:result ?gone }

#+ mzsh:Observation-result maxCount
INSERT DATA { observation:plain mz:result quantity:count }

#+ mzsh:Observation-result class
DELETE { observation:plain mz:result ?was } INSERT { observation:plain mz:result place:land } WHERE { observation:plain mz:result ?was }

#+ mzsh:Observation-modality minCount
DELETE WHERE { observation:capacity mz:modality ?gone }

#+ mzsh:Observation-modality maxCount
INSERT DATA { observation:capacity mz:modality modality:forecast }

#+ mzsh:Observation-modality node
DELETE { observation:capacity mz:modality ?was } INSERT { observation:capacity mz:modality trade-flow:import } WHERE { observation:capacity mz:modality ?was }

#+ mzsh:Observation-quantityBasis node
DELETE { observation:capacity mz:quantityBasis ?was } INSERT { observation:capacity mz:quantityBasis modality:stated } WHERE { observation:capacity mz:quantityBasis ?was }

#+ mzsh:Observation-quantityBasis maxCount
INSERT DATA { observation:capacity mz:quantityBasis quantity-basis:reo }

#+ mzsh:Observation-product class
DELETE { observation:capacity mz:product ?was } INSERT { observation:capacity mz:product element:neodymium } WHERE { observation:capacity mz:product ?was }

#+ mzsh:Observation-asOf or
DELETE { observation:capacity mz:asOf ?was } INSERT { observation:capacity mz:asOf "in the spring" } WHERE { observation:capacity mz:asOf ?was }

#+ mzsh:Observation-asOf maxCount
INSERT DATA { observation:capacity mz:asOf "2020"^^xsd:gYear }

#+ mzsh:Observation-periodStart or
DELETE { observation:production mz:periodStart ?was } INSERT { observation:production mz:periodStart "in the spring" } WHERE { observation:production mz:periodStart ?was }

#+ mzsh:Observation-periodStart maxCount
INSERT DATA { observation:production mz:periodStart "2020"^^xsd:gYear }

#+ mzsh:Observation-periodEnd or
DELETE { observation:production mz:periodEnd ?was } INSERT { observation:production mz:periodEnd "in the spring" } WHERE { observation:production mz:periodEnd ?was }

#+ mzsh:Observation-periodEnd maxCount
INSERT DATA { observation:production mz:periodEnd "2028"^^xsd:gYear }

#+ mzsh:Observation-periodEnd-order sparql
DELETE { observation:production mz:periodEnd ?was } INSERT { observation:production mz:periodEnd "2022-12-31"^^xsd:date } WHERE { observation:production mz:periodEnd ?was }

#+ mzsh:CapacityObservation-capacityKind minCount
DELETE WHERE { observation:capacity mz:capacityKind ?gone }

#+ mzsh:CapacityObservation-capacityKind maxCount
INSERT DATA { observation:capacity mz:capacityKind capacity-kind:permitted }

#+ mzsh:CapacityObservation-capacityKind node
DELETE { observation:capacity mz:capacityKind ?was } INSERT { observation:capacity mz:capacityKind modality:stated } WHERE { observation:capacity mz:capacityKind ?was }

#+ mzsh:CapacityObservation-quantityBasis-given minCount
DELETE WHERE { observation:capacity mz:quantityBasis ?gone }

#+ mzsh:CapacityObservation-result-unit sparql
DELETE { quantity:rate mz:unit ?was } INSERT { quantity:rate mz:unit unit:NUM } WHERE { quantity:rate mz:unit ?was }

#+ mzsh:CapacityObservation-result-unit sparql
DELETE { quantity:rate mz:unit ?was } INSERT { quantity:rate mz:unit unit:M2 } WHERE { quantity:rate mz:unit ?was }

#+ mzsh:CapacityObservation-result-unit sparql
DELETE { quantity:motors mz:unit ?was } INSERT { quantity:motors mz:unit unit:PERCENT } WHERE { quantity:motors mz:unit ?was }

#+ mzsh:ProductionObservation-period minCount
DELETE { observation:production mz:periodStart ?a ; mz:periodEnd ?b } WHERE { observation:production mz:periodStart ?a ; mz:periodEnd ?b }

#+ mzsh:ResourceObservation-featureOfInterest-site or
DELETE { observation:resource mz:featureOfInterest ?was } INSERT { observation:resource mz:featureOfInterest organization:maker } WHERE { observation:resource mz:featureOfInterest ?was }

#+ mzsh:TradeObservation-tradeFlow minCount
DELETE WHERE { observation:trade mz:tradeFlow ?gone }

#+ mzsh:TradeObservation-tradeFlow maxCount
INSERT DATA { observation:trade mz:tradeFlow trade-flow:import }

#+ mzsh:TradeObservation-tradeFlow node
DELETE { observation:trade mz:tradeFlow ?was } INSERT { observation:trade mz:tradeFlow modality:stated } WHERE { observation:trade mz:tradeFlow ?was }

#+ mzsh:TradeObservation-tradePartner class
DELETE { observation:trade mz:tradePartner ?was } INSERT { observation:trade mz:tradePartner organization:maker } WHERE { observation:trade mz:tradePartner ?was }

#+ mzsh:TradeObservation-product-given minCount
DELETE WHERE { observation:trade mz:product ?gone }

#+ mzsh:PriceObservation-result-money class
DELETE { observation:price mz:result ?was } INSERT { observation:price mz:result quantity:count } WHERE { observation:price mz:result ?was }

#+ mzsh:PriceObservation-product-given qualifiedMinCount
DELETE WHERE { observation:price mz:product ?gone }

#+ mzsh:RevenueObservation-result-money class
DELETE { observation:revenue mz:result ?was } INSERT { observation:revenue mz:result quantity:count } WHERE { observation:revenue mz:result ?was }

#+ mzsh:CountObservation-result-unit minCount
DELETE WHERE { quantity:count mz:unit ?gone } ;
INSERT DATA { quantity:count a mz:MonetaryAmount ; mz:currency "CNY" }

#+ mzsh:CountObservation-result-unit in
DELETE { quantity:count mz:unit ?was } INSERT { quantity:count mz:unit unit:TONNE } WHERE { quantity:count mz:unit ?was }

#+ mzsh:ShareObservation-shareOf minCount
DELETE WHERE { observation:share mz:shareOf ?gone }

#+ mzsh:ShareObservation-shareOf maxCount
INSERT DATA { observation:share mz:shareOf place:zone }

#+ mzsh:ShareObservation-shareOf nodeKind
DELETE { observation:share mz:shareOf ?was } INSERT { observation:share mz:shareOf "the country" } WHERE { observation:share mz:shareOf ?was }

#+ mzsh:ShareObservation-result-unit minCount
DELETE WHERE { quantity:forty mz:unit ?gone } ;
INSERT DATA { quantity:forty a mz:MonetaryAmount ; mz:currency "CNY" }

#+ mzsh:ShareObservation-result-unit in
DELETE { quantity:forty mz:unit ?was } INSERT { quantity:forty mz:unit unit:NUM } WHERE { quantity:forty mz:unit ?was }

#+ mzsh:ShareObservation-result-range minInclusive
DELETE { quantity:forty mz:value ?was } INSERT { quantity:forty mz:value "-4"^^xsd:decimal } WHERE { quantity:forty mz:value ?was }

#+ mzsh:ShareObservation-result-range maxInclusive
DELETE { quantity:forty mz:value ?was } INSERT { quantity:forty mz:value "400"^^xsd:decimal } WHERE { quantity:forty mz:value ?was }

#+ mzsh:Observation-subjects or
INSERT DATA { quantity:count mz:modality modality:stated }

#+ mzsh:Measured-subjects or
INSERT DATA { facility:works mz:result quantity:count }

#+ mzsh:AsOf-subjects or
INSERT DATA { facility:works mz:asOf "2024"^^xsd:gYear }

#+ mzsh:Product-users or
INSERT DATA { facility:works mz:product product:magnet }

#+ mzsh:CapacityObservation-subjects or
INSERT DATA { observation:plain mz:capacityKind capacity-kind:actual }

#+ mzsh:TradeObservation-subjects or
INSERT DATA { observation:plain mz:tradePartner place:land }

#+ mzsh:ShareObservation-subjects or
INSERT DATA { observation:plain mz:shareOf place:land }
