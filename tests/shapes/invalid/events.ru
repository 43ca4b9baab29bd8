# What breaks the shapes of events: each update turns valid/events.ttl into a graph that breaks the shape above it.

PREFIX event: <https://w3id.org/monazite/id/event/>
PREFIX mz: <https://w3id.org/monazite/ontology#>
PREFIX place: <https://w3id.org/monazite/id/place/>
PREFIX project: <https://w3id.org/monazite/id/project/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

#+ mzsh:Event-type in
INSERT DATA { event:signing a mz:Agreement }

#+ mzsh:Event-eventDate or
DELETE { event:signing mz:eventDate ?was } INSERT { event:signing mz:eventDate "in the spring" } WHERE { event:signing mz:eventDate ?was }

#+ mzsh:Event-eventDate-single maxCount
INSERT DATA { event:signing mz:eventDate "2023"^^xsd:gYear }

#+ mzsh:Event-announces or
DELETE { event:signing mz:announces ?was } INSERT { event:signing mz:announces place:land } WHERE { event:signing mz:announces ?was }

#+ mzsh:SigningCeremony-announces-given minCount
DELETE WHERE { event:signing mz:announces ?gone }

#+ mzsh:Announcement-announces-given minCount
DELETE WHERE { event:news mz:announces ?gone }

#+ mzsh:Commissioning-object minCount
DELETE { event:start mz:announces ?a ; mz:locatedIn ?b } WHERE { event:start mz:announces ?a ; mz:locatedIn ?b }

#+ mzsh:Event-subjects or
INSERT DATA { project:works mz:eventDate "2024"^^xsd:gYear }
