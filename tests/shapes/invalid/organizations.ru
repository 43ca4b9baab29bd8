# What breaks the shapes of organizations: each update turns valid/organizations.ttl into a graph that breaks the shape above it.

PREFIX identifier: <https://w3id.org/monazite/id/identifier/>
PREFIX identifier-scheme: <https://w3id.org/monazite/concept/identifier-scheme/>
PREFIX listing: <https://w3id.org/monazite/id/listing/>
PREFIX modality: <https://w3id.org/monazite/concept/modality/>
PREFIX mz: <https://w3id.org/monazite/ontology#>
PREFIX organization: <https://w3id.org/monazite/id/org/>
PREFIX place: <https://w3id.org/monazite/id/place/>
PREFIX schema: <https://schema.org/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>

#+ mzsh:Organization-type in
INSERT DATA { organization:miner a mz:Mine }

#+ mzsh:Organization-legalName datatype
DELETE { organization:miner mz:legalName ?was } INSERT { organization:miner mz:legalName "Grubengesellschaft"@de } WHERE { organization:miner mz:legalName ?was }

#+ mzsh:Organization-legalName maxCount
INSERT DATA { organization:miner mz:legalName "Miner Holdings Ltd" }

#+ mzsh:Organization-registeredIn class
DELETE { organization:miner mz:registeredIn ?was } INSERT { organization:miner mz:registeredIn place:zone } WHERE { organization:miner mz:registeredIn ?was }

#+ mzsh:Organization-registeredIn-single maxCount
INSERT DATA { organization:miner mz:registeredIn place:otherland }

#+ mzsh:Organization-basedIn class
DELETE { organization:miner mz:basedIn ?was } INSERT { organization:miner mz:basedIn organization:refiner } WHERE { organization:miner mz:basedIn ?was }

#+ mzsh:Organization-listing or
DELETE { organization:miner mz:listing ?was } INSERT { organization:miner mz:listing place:land } WHERE { organization:miner mz:listing ?was }

#+ mzsh:Organization-url nodeKind
DELETE { organization:miner schema:url ?was } INSERT { organization:miner schema:url "miner.example" } WHERE { organization:miner schema:url ?was }

#+ mzsh:Organization-url pattern
DELETE { organization:miner schema:url ?was } INSERT { organization:miner schema:url <ftp://miner.example/> } WHERE { organization:miner schema:url ?was }

#+ mzsh:Company-registeredIn-given minCount
DELETE WHERE { organization:miner mz:registeredIn ?gone }

#+ mzsh:StateOwnedEnterprise-type not
INSERT DATA { organization:state-group a mz:GovernmentBody }

#+ mzsh:GovernmentBody-type not
INSERT DATA { organization:ministry a mz:Company }

#+ mzsh:Listing-ticker minCount
DELETE WHERE { listing:miner mz:ticker ?gone }

#+ mzsh:Listing-ticker maxCount
INSERT DATA { listing:miner mz:ticker "ORE2" }

#+ mzsh:Listing-ticker datatype
DELETE { listing:miner mz:ticker ?was } INSERT { listing:miner mz:ticker "ORE"@en } WHERE { listing:miner mz:ticker ?was }

#+ mzsh:Listing-ticker pattern
DELETE { listing:miner mz:ticker ?was } INSERT { listing:miner mz:ticker "ASX: ORE" } WHERE { listing:miner mz:ticker ?was }

#+ mzsh:Listing-exchange minCount
DELETE WHERE { listing:miner mz:exchange ?gone }

#+ mzsh:Listing-exchange maxCount
INSERT DATA { listing:miner mz:exchange "XHKG" }

#+ mzsh:Listing-exchange pattern
DELETE { listing:miner mz:exchange ?was } INSERT { listing:miner mz:exchange "Sydney" } WHERE { listing:miner mz:exchange ?was }

#+ mzsh:Identifier-identifierScheme minCount
DELETE WHERE { identifier:miner-uscc mz:identifierScheme ?gone }

#+ mzsh:Identifier-identifierScheme maxCount
INSERT DATA { identifier:miner-uscc mz:identifierScheme identifier-scheme:ror }

#+ mzsh:Identifier-identifierScheme node
DELETE { identifier:miner-uscc mz:identifierScheme ?was } INSERT { identifier:miner-uscc mz:identifierScheme modality:stated } WHERE { identifier:miner-uscc mz:identifierScheme ?was }

#+ mzsh:Identifier-notation minCount
DELETE WHERE { identifier:miner-uscc skos:notation ?gone }

#+ mzsh:Identifier-notation maxCount
INSERT DATA { identifier:miner-uscc skos:notation "91150000701463623X" }

#+ mzsh:Identifier-notation datatype
DELETE { identifier:miner-uscc skos:notation ?was } INSERT { identifier:miner-uscc skos:notation 911500007014 } WHERE { identifier:miner-uscc skos:notation ?was }

#+ mzsh:Identifier-notation-syntax sparql
DELETE { identifier:miner-lei skos:notation ?was } INSERT { identifier:miner-lei skos:notation "549300ABC" } WHERE { identifier:miner-lei skos:notation ?was }

#+ mzsh:Identifier-notation-syntax sparql
DELETE { identifier:miner-isin skos:notation ?was } INSERT { identifier:miner-isin skos:notation "AU12345" } WHERE { identifier:miner-isin skos:notation ?was }

#+ mzsh:Identifier-notation-syntax sparql
DELETE { identifier:miner-wikidata skos:notation ?was } INSERT { identifier:miner-wikidata skos:notation "42" } WHERE { identifier:miner-wikidata skos:notation ?was }

#+ mzsh:Identifier-notation-syntax sparql
DELETE { identifier:miner-cas skos:notation ?was } INSERT { identifier:miner-cas skos:notation "7440001" } WHERE { identifier:miner-cas skos:notation ?was }

#+ mzsh:Identifier-notation-syntax sparql
DELETE { identifier:miner-geonames skos:notation ?was } INSERT { identifier:miner-geonames skos:notation "geo/1" } WHERE { identifier:miner-geonames skos:notation ?was }

#+ mzsh:Identifier-notation-syntax sparql
DELETE { identifier:miner-iso3166-1 skos:notation ?was } INSERT { identifier:miner-iso3166-1 skos:notation "CHN" } WHERE { identifier:miner-iso3166-1 skos:notation ?was }

#+ mzsh:Identifier-notation-syntax sparql
DELETE { identifier:miner-iso3166-2 skos:notation ?was } INSERT { identifier:miner-iso3166-2 skos:notation "NM" } WHERE { identifier:miner-iso3166-2 skos:notation ?was }

#+ mzsh:Identifier-notation-syntax sparql
DELETE { identifier:miner-hs skos:notation ?was } INSERT { identifier:miner-hs skos:notation "8505.11" } WHERE { identifier:miner-hs skos:notation ?was }

#+ mzsh:Identifier-notation-syntax sparql
DELETE { identifier:miner-opencorporates skos:notation ?was } INSERT { identifier:miner-opencorporates skos:notation "AU-1" } WHERE { identifier:miner-opencorporates skos:notation ?was }

#+ mzsh:Identifier-notation-syntax sparql
DELETE { identifier:miner-uscc skos:notation ?was } INSERT { identifier:miner-uscc skos:notation "9115" } WHERE { identifier:miner-uscc skos:notation ?was }

#+ mzsh:Identifier-notation-syntax sparql
DELETE { identifier:miner-ror skos:notation ?was } INSERT { identifier:miner-ror skos:notation "https://ror.org/05qghxh33" } WHERE { identifier:miner-ror skos:notation ?was }

#+ mzsh:Identifier-notation-lei sparql
DELETE { identifier:miner-lei skos:notation ?was } INSERT { identifier:miner-lei skos:notation "529900T8BM49AURSDO56" } WHERE { identifier:miner-lei skos:notation ?was }

#+ mzsh:Identifier-notation-lei sparql
DELETE { identifier:miner-lei skos:notation ?was } INSERT { identifier:miner-lei skos:notation "529900T8BM49AURSOD55" } WHERE { identifier:miner-lei skos:notation ?was }

#+ mzsh:Identifier-notation-isin sparql
DELETE { identifier:miner-isin skos:notation ?was } INSERT { identifier:miner-isin skos:notation "US0378331006" } WHERE { identifier:miner-isin skos:notation ?was }

#+ mzsh:Identifier-notation-isin sparql
DELETE { identifier:miner-isin skos:notation ?was } INSERT { identifier:miner-isin skos:notation "US0378313005" } WHERE { identifier:miner-isin skos:notation ?was }

#+ mzsh:Identifier-notation-cas sparql
DELETE { identifier:miner-cas skos:notation ?was } INSERT { identifier:miner-cas skos:notation "7440-00-9" } WHERE { identifier:miner-cas skos:notation ?was }

#+ mzsh:Identifier-notation-unique sparql
INSERT DATA { organization:refiner mz:identifier identifier:miner-lei }

#+ mzsh:Supplier or
INSERT DATA { place:land mz:supplies organization:refiner }

#+ mzsh:Supplier-supplies or
DELETE { organization:miner mz:supplies ?was } INSERT { organization:miner mz:supplies place:land } WHERE { organization:miner mz:supplies ?was }

#+ mzsh:Supplier-feeds or
DELETE { organization:miner mz:feeds ?was } INSERT { organization:miner mz:feeds place:land } WHERE { organization:miner mz:feeds ?was }

#+ mzsh:Supplier-couldFeed or
DELETE { organization:miner mz:couldFeed ?was } INSERT { organization:miner mz:couldFeed place:land } WHERE { organization:miner mz:couldFeed ?was }

#+ mzsh:Organization-subjects class
INSERT DATA { place:zone mz:basedIn place:land }

#+ mzsh:Listing-subjects or
INSERT DATA { organization:refiner mz:ticker "ORE" }

#+ mzsh:Identifier-subjects or
INSERT DATA { organization:refiner mz:identifierScheme identifier-scheme:lei }
