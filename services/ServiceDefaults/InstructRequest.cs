namespace ServiceDefaults;

/// <summary>
/// <c>Kind</c>: reattempt, new_address (needs an address, or a phone), new_slot (needs a date), return.
/// </summary>
public record InstructRequest
{
    public string? Kind { get; init; }
    public AddressFields? Address { get; init; }
    public string? Phone { get; init; }
    public string? Date { get; init; }
    public string? Slot { get; init; }
    public string? Note { get; init; }
}
