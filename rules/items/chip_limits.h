// The limits of 3A090.a and 3A090.b (88 FR 73458, in force since 2023-11-17). TPP: bits times TOPS.
// Density: TPP per mm2 of die.
#pragma once

namespace ordergate::rules {

inline constexpr double kTppA1Min = 4800;  // 3A090.a.1; Note 2: below it only what is meant for data centers
inline constexpr double kTppMin = 1600;    // .a.2 and .b.2
inline constexpr double kTppB1Min = 2400;  // .b.1, below kTppA1Min
inline constexpr double kDensityA2Min = 5.92;  // .a.2; .b.1 and .b.2 lie below it
inline constexpr double kDensityB1Min = 1.6;
inline constexpr double kDensityB2Min = 3.2;

}  // namespace ordergate::rules
