package dev.atelier.autopilot.service;

import dev.atelier.testing.HouseRules;

class HouseRulesTest extends HouseRules {
    HouseRulesTest() {
        super("dev.atelier.autopilot.service");
    }
}
