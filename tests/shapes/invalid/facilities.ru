# What breaks the shapes of facilities: each update turns valid/facilities.ttl into a graph that breaks the shape above it.

PREFIX element: <https://w3id.org/monazite/concept/element/>
PREFIX facility: <https://w3id.org/monazite/id/facility/>
PREFIX lifecycle-status: <https://w3id.org/monazite/concept/lifecycle-status/>
PREFIX line: <https://w3id.org/monazite/id/line/>
PREFIX mineral: <https://w3id.org/monazite/concept/mineral/>
PREFIX mz: <https://w3id.org/monazite/ontology#>
PREFIX organization: <https://w3id.org/monazite/id/org/>
PREFIX place: <https://w3id.org/monazite/id/place/>
PREFIX product: <https://w3id.org/monazite/concept/product/>
PREFIX project-status: <https://w3id.org/monazite/concept/project-status/>
PREFIX quantity: <https://w3id.org/monazite/id/quantity/>
PREFIX stage: <https://w3id.org/monazite/concept/stage/>
PREFIX unit: <http://qudt.org/vocab/unit/>
PREFIX xsd: <http://www.w3.org/2001/XMLSchema#>

#+ mzsh:ProductionUnit-type in
INSERT DATA { facility:works a mz:Company }

#+ mzsh:ProductionUnit-stage class
DELETE { line:plating mz:stage ?was } INSERT { line:plating mz:stage product:magnet } WHERE { line:plating mz:stage ?was }

#+ mzsh:ProductionUnit-operator class
DELETE { facility:works mz:operator ?was } INSERT { facility:works mz:operator place:land } WHERE { facility:works mz:operator ?was }

#+ mzsh:ProductionUnit-owner class
DELETE { facility:works mz:owner ?was } INSERT { facility:works mz:owner place:land } WHERE { facility:works mz:owner ?was }

#+ mzsh:ProductionUnit-produces class
DELETE { facility:works mz:produces ?was } INSERT { facility:works mz:produces element:neodymium } WHERE { facility:works mz:produces ?was }

#+ mzsh:ProductionUnit-consumes class
DELETE { facility:works mz:consumes ?was } INSERT { facility:works mz:consumes element:neodymium } WHERE { facility:works mz:consumes ?was }

#+ mzsh:ProductionUnit-lifecycleStatus node
DELETE { facility:works mz:lifecycleStatus ?was } INSERT { facility:works mz:lifecycleStatus project-status:announced } WHERE { facility:works mz:lifecycleStatus ?was }

#+ mzsh:ProductionUnit-lifecycleStatus-single maxCount
INSERT DATA { facility:works mz:lifecycleStatus lifecycle-status:closed }

#+ mzsh:ProductionUnit-statusAsOf or
DELETE { facility:works mz:statusAsOf ?was } INSERT { facility:works mz:statusAsOf "in the spring" } WHERE { facility:works mz:statusAsOf ?was }

#+ mzsh:ProductionUnit-floorArea class
DELETE { facility:works mz:floorArea ?was } INSERT { facility:works mz:floorArea place:land } WHERE { facility:works mz:floorArea ?was }

#+ mzsh:ProductionUnit-floorArea-unit in
DELETE { quantity:floor mz:unit ?was } INSERT { quantity:floor mz:unit unit:TONNE } WHERE { quantity:floor mz:unit ?was }

#+ mzsh:ProductionUnit-startedOn or
DELETE { facility:works mz:startedOn ?was } INSERT { facility:works mz:startedOn "in the spring" } WHERE { facility:works mz:startedOn ?was }

#+ mzsh:ProductionUnit-endedOn or
DELETE { facility:works mz:endedOn ?was } INSERT { facility:works mz:endedOn "in the spring" } WHERE { facility:works mz:endedOn ?was }

#+ mzsh:ProductionUnit-startedOn-single maxCount
INSERT DATA { facility:works mz:startedOn "2019"^^xsd:gYear }

#+ mzsh:ProductionUnit-endedOn-single maxCount
INSERT DATA { facility:works mz:endedOn "2031"^^xsd:gYear }

#+ mzsh:ProductionUnit-endedOn-order sparql
DELETE { facility:works mz:endedOn ?was } INSERT { facility:works mz:endedOn "2019-12"^^xsd:gYearMonth } WHERE { facility:works mz:endedOn ?was }

#+ mzsh:ProductionUnit-endedOn-order sparql
DELETE { facility:works mz:endedOn ?was } INSERT { facility:works mz:endedOn "2020-04-30"^^xsd:date } WHERE { facility:works mz:endedOn ?was }

#+ mzsh:Facility-type not
INSERT DATA { facility:works a mz:ProductionLine }

#+ mzsh:Mine-extracts class
DELETE { facility:mine mz:extracts ?was } INSERT { facility:mine mz:extracts element:neodymium } WHERE { facility:mine mz:extracts ?was }

#+ mzsh:Mine-stage-usual in
INSERT DATA { facility:mine mz:stage stage:magnet-making }

#+ mzsh:ProcessingPlant-stage-usual in
INSERT DATA { facility:plant mz:stage stage:mining }

#+ mzsh:ManufacturingPlant-stage-usual in
INSERT DATA { facility:works mz:stage stage:mining }

#+ mzsh:ProductionLine-type not
INSERT DATA { line:plating a mz:ManufacturingPlant }

#+ mzsh:ProductionLine-lineOf class
DELETE { line:plating mz:lineOf ?was } INSERT { line:plating mz:lineOf organization:maker } WHERE { line:plating mz:lineOf ?was }

#+ mzsh:ProductionUnit-subjects class
INSERT DATA { organization:maker mz:produces product:magnet }

#+ mzsh:Mine-subjects class
INSERT DATA { facility:works mz:extracts mineral:monazite }

#+ mzsh:ProductionLine-subjects class
INSERT DATA { facility:plant mz:lineOf facility:works }
