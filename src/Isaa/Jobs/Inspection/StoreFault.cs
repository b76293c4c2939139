namespace Isaa.Jobs.Inspection;

/// <summary>Something in a store that must never be so.</summary>
/// <param name="Rule">What must hold, as a sentence.</param>
/// <param name="Count">How often it does not.</param>
/// <param name="Example">The store's number of one row that breaks it.</param>
public sealed record StoreFault(string Rule, long Count, long Example);
