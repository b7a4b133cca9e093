package dev.atelier.billing;

import dev.atelier.testing.HouseRules;

class HouseRulesTest extends HouseRules {
    HouseRulesTest() {
        super("dev.atelier.billing", "cost");
    }
}
