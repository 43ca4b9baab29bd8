# What breaks the shapes of places: each update turns valid/places.ttl into a graph that breaks the shape above it.

PREFIX facility: <https://w3id.org/monazite/id/facility/>
PREFIX geo: <http://www.opengis.net/ont/geosparql#>
PREFIX geometry: <https://w3id.org/monazite/id/geometry/>
PREFIX mz: <https://w3id.org/monazite/ontology#>
PREFIX organization: <https://w3id.org/monazite/id/org/>
PREFIX place: <https://w3id.org/monazite/id/place/>
PREFIX wgs: <http://www.w3.org/2003/01/geo/wgs84_pos#>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

#+ mzsh:Place-type in
INSERT DATA { place:zone a mz:Company }

#+ mzsh:Place-sfWithin class
DELETE { place:zone geo:sfWithin ?was } INSERT { place:zone geo:sfWithin organization:ministry } WHERE { place:zone geo:sfWithin ?was }

#+ mzsh:Place-sfWithin-circle sparql
INSERT DATA { place:land geo:sfWithin place:land }

#+ mzsh:Country-type not
INSERT DATA { place:land a mz:IndustrialZone }

#+ mzsh:Country-countryCode minCount
DELETE WHERE { place:land mz:countryCode ?gone }

#+ mzsh:Country-countryCode maxCount
INSERT DATA { place:land mz:countryCode "ZZ" }

#+ mzsh:Country-countryCode pattern
DELETE { place:land mz:countryCode ?was } INSERT { place:land mz:countryCode "LND" } WHERE { place:land mz:countryCode ?was }

#+ mzsh:Country-minLatitude datatype
DELETE { place:land mz:minLatitude ?was } INSERT { place:land mz:minLatitude "ten" } WHERE { place:land mz:minLatitude ?was }

#+ mzsh:Country-minLatitude maxCount
INSERT DATA { place:land mz:minLatitude "11.0"^^xsd:decimal }

#+ mzsh:Country-minLatitude minInclusive
DELETE { place:land mz:minLatitude ?was } INSERT { place:land mz:minLatitude "-91.0"^^xsd:decimal } WHERE { place:land mz:minLatitude ?was }

#+ mzsh:Country-maxLatitude datatype
DELETE { place:land mz:maxLatitude ?was } INSERT { place:land mz:maxLatitude "ten" } WHERE { place:land mz:maxLatitude ?was }

#+ mzsh:Country-maxLatitude maxCount
INSERT DATA { place:land mz:maxLatitude "19.0"^^xsd:decimal }

#+ mzsh:Country-maxLatitude maxInclusive
DELETE { place:land mz:maxLatitude ?was } INSERT { place:land mz:maxLatitude "91.0"^^xsd:decimal } WHERE { place:land mz:maxLatitude ?was }

#+ mzsh:Country-minLongitude datatype
DELETE { place:land mz:minLongitude ?was } INSERT { place:land mz:minLongitude "ten" } WHERE { place:land mz:minLongitude ?was }

#+ mzsh:Country-minLongitude maxCount
INSERT DATA { place:land mz:minLongitude "101.0"^^xsd:decimal }

#+ mzsh:Country-minLongitude minInclusive
DELETE { place:land mz:minLongitude ?was } INSERT { place:land mz:minLongitude "-181.0"^^xsd:decimal } WHERE { place:land mz:minLongitude ?was }

#+ mzsh:Country-minLongitude maxInclusive
DELETE { place:land mz:minLongitude ?was } INSERT { place:land mz:minLongitude "181.0"^^xsd:decimal } WHERE { place:land mz:minLongitude ?was }

#+ mzsh:Country-maxLongitude datatype
DELETE { place:land mz:maxLongitude ?was } INSERT { place:land mz:maxLongitude "ten" } WHERE { place:land mz:maxLongitude ?was }

#+ mzsh:Country-maxLongitude maxCount
INSERT DATA { place:land mz:maxLongitude "119.0"^^xsd:decimal }

#+ mzsh:Country-maxLongitude minInclusive
DELETE { place:land mz:maxLongitude ?was } INSERT { place:land mz:maxLongitude "-181.0"^^xsd:decimal } WHERE { place:land mz:maxLongitude ?was }

#+ mzsh:Country-maxLongitude maxInclusive
DELETE { place:land mz:maxLongitude ?was } INSERT { place:land mz:maxLongitude "181.0"^^xsd:decimal } WHERE { place:land mz:maxLongitude ?was }

#+ mzsh:Country-minLatitude-order lessThan
DELETE { place:land mz:minLatitude ?was } INSERT { place:land mz:minLatitude "30.0"^^xsd:decimal } WHERE { place:land mz:minLatitude ?was }

#+ mzsh:Country-minLatitude-given minCount
DELETE WHERE { place:land mz:minLatitude ?gone }

#+ mzsh:Country-maxLatitude-given minCount
DELETE WHERE { place:land mz:maxLatitude ?gone }

#+ mzsh:Country-minLongitude-given minCount
DELETE WHERE { place:land mz:minLongitude ?gone }

#+ mzsh:Country-maxLongitude-given minCount
DELETE WHERE { place:land mz:maxLongitude ?gone }

#+ mzsh:AdministrativeArea-type not
INSERT DATA { place:province a mz:IndustrialZone }

#+ mzsh:AdministrativeArea-sfWithin-given minCount
DELETE WHERE { place:province geo:sfWithin ?gone }

#+ mzsh:IndustrialZone-type not
INSERT DATA { place:zone a mz:AdministrativeArea }

#+ mzsh:IndustrialZone-sfWithin-given minCount
DELETE WHERE { place:zone geo:sfWithin ?gone }

#+ mzsh:IndustrialZone-managedBy class
DELETE { place:zone mz:managedBy ?was } INSERT { place:zone mz:managedBy place:land } WHERE { place:zone mz:managedBy ?was }

#+ mzsh:Located not
INSERT DATA { place:zone mz:locatedIn place:land }

#+ mzsh:Located-locatedIn class
DELETE { facility:mine mz:locatedIn ?was } INSERT { facility:mine mz:locatedIn organization:miner } WHERE { facility:mine mz:locatedIn ?was }

#+ mzsh:Point or
INSERT DATA { organization:miner wgs:lat "15.0"^^xsd:decimal ; wgs:long "110.0"^^xsd:decimal }

#+ mzsh:Point-lat minCount
DELETE WHERE { facility:mine wgs:lat ?gone }

#+ mzsh:Point-lat maxCount
INSERT DATA { facility:mine wgs:lat "15.1"^^xsd:decimal }

#+ mzsh:Point-lat datatype
DELETE { facility:mine wgs:lat ?was } INSERT { facility:mine wgs:lat "15° N" } WHERE { facility:mine wgs:lat ?was }

#+ mzsh:Point-lat minInclusive
DELETE { facility:mine wgs:lat ?was } INSERT { facility:mine wgs:lat "-91.0"^^xsd:decimal } WHERE { facility:mine wgs:lat ?was } ;
DELETE WHERE { facility:mine mz:locatedIn ?place }

#+ mzsh:Point-lat maxInclusive
DELETE { facility:mine wgs:lat ?was } INSERT { facility:mine wgs:lat "91.0"^^xsd:decimal } WHERE { facility:mine wgs:lat ?was } ;
DELETE WHERE { facility:mine mz:locatedIn ?place }

#+ mzsh:Point-long minCount
DELETE WHERE { facility:mine wgs:long ?gone }

#+ mzsh:Point-long maxCount
INSERT DATA { facility:mine wgs:long "110.1"^^xsd:decimal }

#+ mzsh:Point-long datatype
DELETE { facility:mine wgs:long ?was } INSERT { facility:mine wgs:long "110° E" } WHERE { facility:mine wgs:long ?was }

#+ mzsh:Point-long minInclusive
DELETE { facility:mine wgs:long ?was } INSERT { facility:mine wgs:long "-181.0"^^xsd:decimal } WHERE { facility:mine wgs:long ?was } ;
DELETE WHERE { facility:mine mz:locatedIn ?place }

#+ mzsh:Point-long maxInclusive
DELETE { facility:mine wgs:long ?was } INSERT { facility:mine wgs:long "181.0"^^xsd:decimal } WHERE { facility:mine wgs:long ?was } ;
DELETE WHERE { facility:mine mz:locatedIn ?place }

#+ mzsh:Point-lat-box sparql
DELETE { facility:mine wgs:lat ?was } INSERT { facility:mine wgs:lat "-15.0"^^xsd:decimal } WHERE { facility:mine wgs:lat ?was }

#+ mzsh:Point-lat-box sparql
DELETE { facility:mine wgs:long ?was } INSERT { facility:mine wgs:long "15.0"^^xsd:decimal } WHERE { facility:mine wgs:long ?was }

#+ mzsh:Point-lat-box sparql
DELETE { place:zone wgs:lat ?was } INSERT { place:zone wgs:lat "45.0"^^xsd:decimal } WHERE { place:zone wgs:lat ?was }

#+ mzsh:Point-lat-box sparql
DELETE { facility:isle-works wgs:long ?was } INSERT { facility:isle-works wgs:long "100.0"^^xsd:decimal } WHERE { facility:isle-works wgs:long ?was }

#+ mzsh:Geometry-asWKT datatype
DELETE { geometry:mine geo:asWKT ?was } INSERT { geometry:mine geo:asWKT "POINT(110.0 15.0)" } WHERE { geometry:mine geo:asWKT ?was }

#+ mzsh:Geometry-asWKT pattern
DELETE { geometry:mine geo:asWKT ?was } INSERT { geometry:mine geo:asWKT "15.0, 110.0"^^geo:wktLiteral } WHERE { geometry:mine geo:asWKT ?was }

#+ mzsh:Geometry-hasGeometry class
DELETE { facility:mine geo:hasGeometry ?was } INSERT { facility:mine geo:hasGeometry place:land } WHERE { facility:mine geo:hasGeometry ?was }

#+ mzsh:Country-subjects class
INSERT DATA { place:province mz:countryCode "PR" }

#+ mzsh:IndustrialZone-subjects class
INSERT DATA { place:province mz:managedBy organization:ministry }

#+ mzsh:Place-subjects class
INSERT DATA { organization:miner geo:sfWithin place:land }
