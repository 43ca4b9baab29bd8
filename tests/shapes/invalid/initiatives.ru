# What breaks the shapes of initiatives: each update turns valid/initiatives.ttl into a graph that breaks the shape above it.

PREFIX initiative: <https://w3id.org/monazite/id/initiative/>
PREFIX measure: <https://w3id.org/monazite/concept/measure/>
PREFIX modality: <https://w3id.org/monazite/concept/modality/>
PREFIX mz: <https://w3id.org/monazite/ontology#>
PREFIX organization: <https://w3id.org/monazite/id/org/>
PREFIX place: <https://w3id.org/monazite/id/place/>
PREFIX quantity: <https://w3id.org/monazite/id/quantity/>
PREFIX target: <https://w3id.org/monazite/id/target/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

#+ mzsh:Initiative-type in
INSERT DATA { initiative:plan a mz:Agreement }

#+ mzsh:Initiative-issuer or
DELETE { initiative:plan mz:issuer ?was } INSERT { initiative:plan mz:issuer place:zone } WHERE { initiative:plan mz:issuer ?was }

#+ mzsh:Initiative-covers or
DELETE { initiative:plan mz:covers ?was } INSERT { initiative:plan mz:covers organization:maker } WHERE { initiative:plan mz:covers ?was }

#+ mzsh:Initiative-aim datatype
DELETE { initiative:plan mz:aim ?was } INSERT { initiative:plan mz:aim "To grow." } WHERE { initiative:plan mz:aim ?was }

#+ mzsh:Initiative-target or
DELETE { initiative:plan mz:target ?was } INSERT { initiative:plan mz:target organization:maker } WHERE { initiative:plan mz:target ?was }

#+ mzsh:ExportControl-covers-given minCount
DELETE WHERE { initiative:control mz:covers ?gone }

#+ mzsh:Quota-figure minCount
DELETE WHERE { initiative:quota mz:target ?gone }

#+ mzsh:Target-type in
INSERT DATA { target:tonnes a mz:Observation }

#+ mzsh:Target-targetDate or
DELETE { target:tonnes mz:targetDate ?was } INSERT { target:tonnes mz:targetDate "in the spring" } WHERE { target:tonnes mz:targetDate ?was }

#+ mzsh:Target-targetDate maxCount
INSERT DATA { target:tonnes mz:targetDate "2031"^^xsd:gYear }

#+ mzsh:Target-measure node
DELETE { target:tonnes mz:measure ?was } INSERT { target:tonnes mz:measure modality:stated } WHERE { target:tonnes mz:measure ?was }

#+ mzsh:Target-measure maxCount
INSERT DATA { target:tonnes mz:measure measure:production }

#+ mzsh:Target-result class
DELETE { target:tonnes mz:result ?was } INSERT { target:tonnes mz:result place:land } WHERE { target:tonnes mz:result ?was }

#+ mzsh:Target-result maxCount
INSERT DATA { target:tonnes mz:result quantity:other }

#+ mzsh:Initiative-subjects or
INSERT DATA { organization:maker mz:aim "To grow."@en }

#+ mzsh:Target-subjects or
INSERT DATA { initiative:plan mz:targetDate "2030"^^xsd:gYear }
