package dev.atelier.studio;

import dev.atelier.testing.HouseRules;

class HouseRulesTest extends HouseRules {
    HouseRulesTest() {
        super("dev.atelier.studio");
    }
}
